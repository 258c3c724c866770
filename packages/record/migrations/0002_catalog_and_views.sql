-- What a tenant says about its events (the catalog) and the report states that its people keep (views).

-- One row per tenant: application name → what the catalog says of it. `version` grows with every change, so that
-- others can ask whether they have the newest without reading it.
CREATE TABLE daybook.catalog (
  tenant integer PRIMARY KEY REFERENCES daybook.tenant (id),
  version bigint NOT NULL,
  applications jsonb NOT NULL
);

-- `query` is the state of a report as its address has it; the record does not read it.
-- `owner` is a key or a session today, and will be a person.
CREATE TABLE daybook.view (
  id uuid PRIMARY KEY,
  tenant integer NOT NULL REFERENCES daybook.tenant (id),
  owner text NOT NULL,
  name text NOT NULL,
  report text NOT NULL,
  query text NOT NULL,
  shared boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX view_tenant ON daybook.view (tenant);
