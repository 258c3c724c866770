-- The time zone of each tenant: whose wall clock schedules follow, and what reports show unless a reader chooses another.
ALTER TABLE daybook.tenant ADD COLUMN zone text NOT NULL DEFAULT 'UTC';
