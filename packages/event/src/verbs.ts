/** Which category each verb means: the table behind categoryOf, as data. */
/** A word stands under one category only (tested). */

import type { Category } from './types.ts'

/** Words in lower case, inflected forms included; found in the documents of CXone, CommBox, LivePerson, 8x8, AWS, Google Workspace. */
export const VERBS: Readonly<Record<Exclude<Category, 'other'>, string>> = {
  create:
    'create creates created creating creation add adds added adding addition insert inserts inserted new generate generated generating ' +
    'register registered registration provision provisioned allocate allocated clone cloned copy copied duplicate duplicated ' +
    'install installed restore restored undelete undeleted recover recovered launch launched',
  update:
    'update updates updated updating edit edits edited editing modify modifies modified modification change changes changed changing ' +
    'put patch patched set sets setting save saves saved rename renames renamed replace replaced reset resets move moved merge merged ' +
    'adjust adjusted configure configured attach attached detach detached associate associated disassociate disassociated tag tagged ' +
    'untag untagged rotate rotated reschedule rescheduled schedule scheduled approve approved reject rejected submit submitted ' +
    'publish published unpublish unpublished archive archived unarchive unarchived close closed reopen reopened cancel cancelled canceled ' +
    'complete completed resolve resolved escalate escalated transfer transferred carried convert converted upgrade upgraded correct corrected ' +
    'annotate annotated rollback upsert',
  delete:
    'delete deletes deleted deleting deletion remove removes removed removing removal purge purged destroy destroyed erase erased ' +
    'drop dropped clear cleared wipe wiped discard discarded trash trashed terminate terminated deregister deregistered release released ' +
    'uninstall uninstalled deprovision deprovisioned',
  read:
    'view views viewed viewing read reads get gets fetch fetched play plays played playing playback open opens opened list lists listed ' +
    'describe described head show shown display displayed preview previewed listen listened watch watched monitor monitored monitoring ' +
    'access accessed retrieve retrieved validate validated validation verify verified check checked inspect inspected decrypt decrypted ' +
    'browse browsed visit visited',
  search: 'search searches searched searching query queries queried find finds found lookup filter filtered',
  export:
    'export exports exported exporting download downloads downloaded downloading extract extracts extracted extraction print prints printed ' +
    'takeout dump dumped',
  import: 'import imports imported importing upload uploads uploaded uploading ingest ingested',
  share: 'share shares shared sharing unshare unshared forward forwarded',
  login:
    'login logins logon signin signon authenticate authenticated authentication reauthenticate reauthenticated',
  logout: 'logout logouts logoff signout signoff',
  impersonate:
    'impersonate impersonates impersonated impersonating impersonation masquerade masqueraded sudo',
  enable:
    'enable enables enabled enabling activate activates activated activating activation reactivate reactivated unblock unblocked ' +
    'unlock unlocked unsuspend unsuspended resume resumed start started unmute unmuted',
  disable:
    'disable disables disabled disabling deactivate deactivates deactivated deactivating deactivation block blocks blocked blocking ' +
    'lock locked suspend suspends suspended suspension expire expires expired expiration expiry stop stopped pause paused ' +
    'quarantine quarantined mute muted',
  grant:
    'grant grants granted granting assign assigns assigned assigning assignment authorize authorized authorise authorised delegate delegated ' +
    'invite invited permit permitted entitle entitled',
  revoke:
    'revoke revokes revoked revoking revocation unassign unassigns unassigned unassigning unassignment deny denied withdraw withdrawn ' +
    'deauthorize deauthorized deauthorise deauthorised leave left',
}

/** Several words that mean something else than the first of them; `*` stands for any words between. */
export const PHRASES: readonly (readonly [phrase: string, category: Category])[] = [
  ['log in', 'login'],
  ['log on', 'login'],
  ['logged in', 'login'],
  ['logged on', 'login'],
  ['logging in', 'login'],
  ['sign in', 'login'],
  ['sign on', 'login'],
  ['signed in', 'login'],
  ['signed on', 'login'],
  ['signing in', 'login'],
  ['log out', 'logout'],
  ['log off', 'logout'],
  ['logged out', 'logout'],
  ['logged off', 'logout'],
  ['logging out', 'logout'],
  ['sign out', 'logout'],
  ['sign off', 'logout'],
  ['signed out', 'logout'],
  ['signed off', 'logout'],
  ['assume role', 'impersonate'],
  ['assumed role', 'impersonate'],
  ['act as', 'impersonate'],
  ['acted as', 'impersonate'],
  ['acting as', 'impersonate'],
  ['switch role', 'impersonate'],
  ['switch user', 'impersonate'],
  ['look up', 'search'],
  ['turn on', 'enable'],
  ['turned on', 'enable'],
  ['turn off', 'disable'],
  ['turned off', 'disable'],
  ['bring back', 'create'],
  ['roll back', 'update'],
  ['carry over', 'update'],
  ['run instances', 'create'],
  ['run report', 'read'],
  ['run query', 'search'],
  // CXone writes "Extra data requested" beside "Extract data requested".
  ['extra data requested', 'export'],
  ['start * monitoring', 'read'],
  ['stop * monitoring', 'read'],
  ['start * impersonation', 'impersonate'],
  ['start * impersonating', 'impersonate'],
  ['stop * impersonation', 'impersonate'],
  ['stop * impersonating', 'impersonate'],
  ['start * delete', 'delete'],
  ['end * delete', 'delete'],
  ['add * member', 'grant'],
  ['add user to', 'grant'],
  ['add role to', 'grant'],
  ['add permission', 'grant'],
  ['add to', 'update'],
  ['attach * policy', 'grant'],
  ['remove * member', 'revoke'],
  ['remove user from', 'revoke'],
  ['remove role from', 'revoke'],
  ['remove permission', 'revoke'],
  ['detach * policy', 'revoke'],
  ['change * visibility', 'share'],
]
