-- Reports that are sent at times, and each time that they are.
-- Times of schedules and runs are milliseconds since 1970 in UTC and come from who asks; times of leases are the
-- database's own clock.

-- `plan` says what is sent, when, how and to whom; the record does not read it.
-- A removed schedule stays until its last run is on record.
CREATE TABLE daybook.schedule (
  id uuid PRIMARY KEY,
  tenant integer NOT NULL REFERENCES daybook.tenant (id),
  owner text NOT NULL,
  name text NOT NULL,
  plan jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('active', 'paused', 'stopped', 'removed')),
  -- why it was stopped
  reason text,
  -- when it is due next; of active ones only
  due_at bigint CHECK ((due_at IS NOT NULL) = (state = 'active')),
  -- runs that failed in a row
  failures integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX schedule_tenant ON daybook.schedule (tenant);
CREATE INDEX schedule_due ON daybook.schedule (due_at) WHERE due_at IS NOT NULL;

-- What a schedule's webhook is signed with. It must be used, so it is kept as it is. The newest has no end.
CREATE TABLE daybook.schedule_secret (
  id uuid PRIMARY KEY,
  schedule uuid NOT NULL REFERENCES daybook.schedule (id) ON DELETE CASCADE,
  secret text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ends_at bigint
);
CREATE INDEX schedule_secret_schedule ON daybook.schedule_secret (schedule);

-- One row is one time that a report is to be sent. `lease` and `epoch` are of who works on it now.
CREATE TABLE daybook.schedule_run (
  id uuid PRIMARY KEY,
  schedule uuid NOT NULL REFERENCES daybook.schedule (id) ON DELETE CASCADE,
  tenant integer NOT NULL,
  -- due: its time came. asked: somebody wanted it now
  cause text NOT NULL CHECK (cause IN ('due', 'asked')),
  due_at bigint NOT NULL,
  -- what it covers; none: the range of the view
  covers_from bigint,
  covers_to bigint,
  -- times before this one that were missed and are covered too
  missed integer NOT NULL DEFAULT 0,
  state text NOT NULL CHECK (state IN ('waiting', 'exporting', 'sending', 'delivered', 'failed', 'dropped')),
  -- the id that its export has or will have
  export uuid NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  -- not before this time
  ready_at bigint NOT NULL,
  failure text,
  detail text,
  -- what became of it so far; the record does not read it
  progress jsonb NOT NULL,
  finished_at bigint,
  -- its end is an entry of the tenant
  entered boolean NOT NULL DEFAULT false,
  lease text,
  lease_ends_at timestamptz,
  epoch bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now()
);
-- Each time that comes is one run, however many servers see it come.
CREATE UNIQUE INDEX schedule_run_once ON daybook.schedule_run (schedule, due_at) WHERE cause = 'due';
CREATE INDEX schedule_run_open ON daybook.schedule_run (ready_at) WHERE NOT entered;
CREATE INDEX schedule_run_newest ON daybook.schedule_run (schedule, due_at DESC, id DESC);
