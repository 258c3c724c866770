-- What a webhook is signed with is sealed by the server with a key that is not in this database.
-- key: names that key. Null: still in clear, as it was kept before, until a server that has a key starts.
ALTER TABLE daybook.schedule_secret RENAME COLUMN secret TO sealed;
ALTER TABLE daybook.schedule_secret ADD COLUMN key text;

-- Who was sent a file finds it by the export that it came from.
CREATE INDEX schedule_run_export ON daybook.schedule_run (export);
