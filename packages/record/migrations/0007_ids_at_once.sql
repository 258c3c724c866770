-- The ids of a commit go in without ON CONFLICT, which has the engine write each of them provisionally first and confirm it
-- after: a third of the work of a commit. Ids that are taken are found by the unique index as before.
-- DB001 and DB002 mean what they meant: nothing was written.
CREATE OR REPLACE FUNCTION daybook.append_group(
  tenants integer[], counts integer[], codecs smallint[], bodies bytea[], ids uuid[], clock bigint
) RETURNS TABLE (block_first bigint, block_recorded_at bigint)
LANGUAGE plpgsql AS $$
DECLARE
  used integer := 0;
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

    -- 2. Take the ids. When one is taken, the caller finds out which.
    BEGIN
      INSERT INTO daybook.entry_id (tenant, id, index)
        SELECT tenants[i], u.id, block_first + u.n - 1
          FROM unnest(ids[used + 1 : used + counts[i]]) WITH ORDINALITY AS u (id, n);
    EXCEPTION WHEN unique_violation THEN
      RAISE EXCEPTION 'ids are taken' USING ERRCODE = 'DB001';
    END;

    -- 3. The entries themselves.
    INSERT INTO daybook.block (tenant, first, count, recorded_at, codec, body)
      VALUES (tenants[i], block_first, counts[i], block_recorded_at, codecs[i], bodies[i]);

    used := used + counts[i];
    RETURN NEXT;
  END LOOP;
END
$$;
