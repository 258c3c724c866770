-- Exports: what was asked for, how far it is, and what came of it. The files are on disk, not here.

-- `request`, `work`, `manifest` and `failure` are the server's; the record does not read them.
-- up_to: the export holds entries with a smaller index and no others. Taken when it was asked for, never changed.
-- seed: makes ids of entries about this export that nobody can foresee; never shown.
-- epoch grows with every new holder of the job: what carries an older one changes nothing.
CREATE TABLE daybook.export (
  id uuid PRIMARY KEY,
  tenant integer NOT NULL REFERENCES daybook.tenant (id),
  subject text NOT NULL,
  name text NOT NULL,
  request jsonb NOT NULL,
  up_to bigint NOT NULL,
  seed uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'running', 'ready', 'failed', 'cancelled', 'expired')),
  rows_done bigint NOT NULL DEFAULT 0,
  rows_total bigint,
  bytes bigint NOT NULL DEFAULT 0,
  work jsonb,
  manifest jsonb,
  failure jsonb,
  claims integer NOT NULL DEFAULT 0,
  epoch bigint NOT NULL DEFAULT 0,
  owner text,
  lease_until timestamptz,
  not_before timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  expires_at timestamptz
) WITH (fillfactor = 50);
CREATE INDEX export_tenant ON daybook.export (tenant, subject, created_at, id);
CREATE INDEX export_open ON daybook.export (created_at, id) WHERE state IN ('queued', 'running');
CREATE INDEX export_kept ON daybook.export (expires_at) WHERE state = 'ready';

-- Takes in an export unless the tenant has as many open ones or as many stored bytes as it may: DB003, nothing written.
-- The tenant's row is the lock, so that calls side by side count each other. The same id again changes nothing.
CREATE FUNCTION daybook.export_create(
  new_id uuid, of_tenant integer, of_subject text, new_name text, new_request jsonb, new_up_to bigint, new_seed uuid,
  at timestamptz, open_max bigint, bytes_max bigint
) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM daybook.tenant WHERE id = of_tenant FOR NO KEY UPDATE;
  IF EXISTS (SELECT 1 FROM daybook.export WHERE id = new_id) THEN RETURN; END IF;
  IF (SELECT count(*) FROM daybook.export WHERE tenant = of_tenant AND state IN ('queued', 'running')) >= open_max THEN
    RAISE EXCEPTION 'as many exports wait or run as may' USING ERRCODE = 'DB003', DETAIL = 'open';
  END IF;
  IF (SELECT coalesce(sum(bytes), 0) FROM daybook.export WHERE tenant = of_tenant) >= bytes_max THEN
    RAISE EXCEPTION 'exports take as many bytes as they may' USING ERRCODE = 'DB003', DETAIL = 'bytes';
  END IF;
  INSERT INTO daybook.export (id, tenant, subject, name, request, up_to, seed, state, created_at)
    VALUES (new_id, of_tenant, of_subject, new_name, new_request, new_up_to, new_seed, 'queued', at);
END
$$;

-- Puts an export that ended without a file back into the line, under the same limits. True when there is such an export.
CREATE FUNCTION daybook.export_retry(
  of_tenant integer, of_subject text, of_id uuid, open_max bigint, bytes_max bigint
) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM daybook.tenant WHERE id = of_tenant FOR NO KEY UPDATE;
  PERFORM 1 FROM daybook.export
    WHERE tenant = of_tenant AND subject = of_subject AND id = of_id AND state IN ('failed', 'cancelled', 'expired');
  IF NOT FOUND THEN RETURN false; END IF;
  IF (SELECT count(*) FROM daybook.export WHERE tenant = of_tenant AND state IN ('queued', 'running')) >= open_max THEN
    RAISE EXCEPTION 'as many exports wait or run as may' USING ERRCODE = 'DB003', DETAIL = 'open';
  END IF;
  IF (SELECT coalesce(sum(bytes), 0) FROM daybook.export WHERE tenant = of_tenant) >= bytes_max THEN
    RAISE EXCEPTION 'exports take as many bytes as they may' USING ERRCODE = 'DB003', DETAIL = 'bytes';
  END IF;
  UPDATE daybook.export
     SET state = 'queued', rows_done = 0, rows_total = NULL, bytes = 0, work = NULL, manifest = NULL, failure = NULL,
         claims = 0, epoch = epoch + 1, owner = NULL, lease_until = NULL, not_before = now(), finished_at = NULL, expires_at = NULL
   WHERE id = of_id;
  RETURN true;
END
$$;
