-- The record: tenants, their logs, blocks of entries, followers and machine keys.
-- Times that belong to an entry are milliseconds since 1970 in UTC; times of leases and keys are the database's own clock.

CREATE TABLE daybook.tenant (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- The head of each tenant's log. Its row is the lock under which indexes are given out.
-- Much free space on its pages: every commit rewrites the row in place (HOT), no index is touched.
CREATE TABLE daybook.log (
  tenant integer PRIMARY KEY REFERENCES daybook.tenant (id),
  next bigint NOT NULL DEFAULT 0,
  recorded_at bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 20);

-- One row per group commit and tenant: `count` entries from index `first` on. Never updated.
-- codec 1: zstd of NDJSON lines {"s":"<secret, base64url>","e":<canonical event>}; codec 0: the same lines, plain.
CREATE TABLE daybook.block (
  first bigint NOT NULL,
  recorded_at bigint NOT NULL,
  tenant integer NOT NULL,
  count integer NOT NULL CHECK (count > 0),
  codec smallint NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (tenant, first)
);
-- The body is compressed already: PostgreSQL must not try again.
ALTER TABLE daybook.block ALTER COLUMN body SET STORAGE EXTERNAL;

-- The idempotency key of every entry. The widest table of the record, so it holds nothing else.
CREATE TABLE daybook.entry_id (
  index bigint NOT NULL,
  tenant integer NOT NULL,
  id uuid NOT NULL,
  PRIMARY KEY (tenant, id)
);

-- Writes one group commit and gives back, per block and in order, its first index and its time.
-- Blocks come in the order of their tenants, so two processes always lock log rows in the same order.
-- DB001: an id is in the log already, nothing was written. DB002: no such tenant, nothing was written.
CREATE FUNCTION daybook.append_group(
  tenants integer[], counts integer[], codecs smallint[], bodies bytea[], ids uuid[], clock bigint
) RETURNS TABLE (block_first bigint, block_recorded_at bigint)
LANGUAGE plpgsql AS $$
DECLARE
  used integer := 0;
  inserted integer;
BEGIN
  FOR i IN 1 .. cardinality(tenants) LOOP
    -- 1. Lock the tenant's log row and take the next indexes. Its time never goes back.
    UPDATE daybook.log AS l
       SET next = l.next + counts[i], recorded_at = greatest(l.recorded_at, clock)
     WHERE l.tenant = tenants[i]
    RETURNING l.next - counts[i], l.recorded_at INTO block_first, block_recorded_at;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'no such tenant: %', tenants[i] USING ERRCODE = 'DB002';
    END IF;

    -- 2. Take the ids. Fewer than sent: some are taken, and the caller finds out which.
    INSERT INTO daybook.entry_id (tenant, id, index)
      SELECT tenants[i], u.id, block_first + u.n - 1
        FROM unnest(ids[used + 1 : used + counts[i]]) WITH ORDINALITY AS u (id, n)
      ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS inserted = ROW_COUNT;
    IF inserted < counts[i] THEN
      RAISE EXCEPTION 'ids are taken' USING ERRCODE = 'DB001';
    END IF;

    -- 3. The entries themselves.
    INSERT INTO daybook.block (tenant, first, count, recorded_at, codec, body)
      VALUES (tenants[i], block_first, counts[i], block_recorded_at, codecs[i], bodies[i]);

    used := used + counts[i];
    RETURN NEXT;
  END LOOP;
END
$$;

-- A follower's lease. `epoch` grows with every new holder: what carries an older one is refused.
CREATE TABLE daybook.follower (
  name text PRIMARY KEY,
  epoch bigint NOT NULL DEFAULT 0,
  owner text,
  expires_at timestamptz,
  intent jsonb,
  finished text
) WITH (fillfactor = 50);

CREATE TABLE daybook.follower_position (
  follower text NOT NULL REFERENCES daybook.follower (name),
  tenant integer NOT NULL,
  next bigint NOT NULL,
  PRIMARY KEY (follower, tenant)
) WITH (fillfactor = 50);

-- Keys of machines. The key itself is nowhere: only its SHA-256.
CREATE TABLE daybook.key (
  id uuid PRIMARY KEY,
  tenant integer NOT NULL REFERENCES daybook.tenant (id),
  hash bytea NOT NULL UNIQUE,
  prefix text NOT NULL,
  scopes text[] NOT NULL,
  label text,
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);
CREATE INDEX key_tenant ON daybook.key (tenant);
