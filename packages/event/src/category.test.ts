import fc from 'fast-check'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { categoryOf } from './category.ts'
import { CATEGORIES, type Category } from './types.ts'
import { VERBS } from './verbs.ts'

const SHARED = process.env['DAYBOOK_SHARED_DATA'] ?? join(import.meta.dirname, '../../../../shared/data')

const EXPECTED: Record<Category, string[]> = {
  create: [
    'Create',
    'create user',
    'Create team or update team',
    'Created',
    'add new',
    'CreateAdvLifeCycleRule',
    'Generate SEA Credentials',
    'Business data created, updated',
    'adding',
    'CREATE_USER',
    'create_calendar',
    'add_subscription',
    'RunInstances',
    'user.created',
    'SharedSnapshotVolumeCreated',
    'CreateLoginProfile',
    'insert',
    'RegisterImage',
    'GenerateDataKey',
    'Create View',
  ],
  update: [
    'Change password',
    'Edit Setting',
    'Edit existing policy, create new policy',
    'Edited',
    'Renamed',
    'Saved as a Draft',
    'PutMRSSettings',
    'PutAdvLifeCycleRule',
    'updateTenantProperty',
    'UpdateMaxRulesLimit',
    'Reset Password',
    'Carried Over',
    'CHANGE_PASSWORD',
    'RENAME_USER',
    'password_edit',
    'Update or create login authenticator',
    'setting',
    'modify',
    'UpdateAssumeRolePolicy',
    'Login Authenticator updated',
    'PutBucketPolicy',
    'storage_usage_update',
    'add_to_folder',
    'change_user_access',
    'ModifyInstanceAttribute',
    'TagInstanceProfile',
  ],
  delete: [
    'Delete',
    'Deleted',
    'Delete recordings',
    'deleting',
    'remove',
    'DELETE_USER',
    'View deleted',
    'DeleteRolePolicy',
    'TerminateInstances',
    'DeregisterImage',
    'StartSecretVersionDelete',
    'EndSecretVersionDelete',
    'DeleteLoginProfile',
    'purge',
    'Delete, Create, and/or update group',
  ],
  read: [
    'Interaction Viewed',
    'View',
    'Play',
    'Playback',
    'playback',
    'Start screen monitoring',
    'view',
    'GetObject',
    'DescribeInstances',
    'ListBuckets',
    'ALERT_CENTER_VIEW',
    'read',
    'Validate access key',
    'Open',
    'View deleted items',
    'GetSecretValue',
    'Decrypt',
    'HeadBucket',
    'CheckMfa',
  ],
  search: [
    'Search query',
    'Search contact',
    'Search contacts query',
    'search',
    'EMAIL_LOG_SEARCH',
    'SECURITY_INVESTIGATION_QUERY',
    'LookupEvents',
    'SearchInsights',
    'query',
  ],
  export: [
    'Export',
    'Download Media File',
    'Download Media File, playback',
    'Extract data requested',
    'Extra data requested',
    'download User-Team',
    'DOWNLOAD_USERLIST_CSV',
    'SECURITY_INVESTIGATION_EXPORT_QUERY',
    'export',
    'print',
  ],
  import: ['import users', 'upload User-Team', 'upload Team', 'Upload', 'Imported', 'IMPORT_USERS'],
  share: ['share query', 'Share contact', 'Share interaction', 'Shared', 'change_document_visibility'],
  login: [
    'login',
    'Login',
    'log in',
    'Logged in',
    'Sign in',
    'sign-in',
    'logon',
    'failing to log in',
    'Failed login',
    'login_success',
    'login_failure',
    'ConsoleLogin',
    'login_challenge',
    'UserAuthenticated',
    'SignIn',
  ],
  logout: ['logout', 'Logout', 'log out', 'signed out', 'LogOff', 'sign_out', 'User logged out'],
  impersonate: [
    'AssumeRole',
    'impersonate user',
    'Impersonated',
    'Start impersonation',
    'act as',
    'SwitchRole',
    'AssumeRoleWithSAML',
  ],
  enable: [
    'Activated',
    'activating a user',
    'enable',
    'Unlock account',
    'StartLogging',
    'unsuspend',
    'turned on',
    'User enabled',
  ],
  disable: [
    'Deactivated',
    'Expired',
    'blocking a user',
    'disable',
    'Block',
    'Suspend user',
    'StopLogging',
    'User locked',
    'turn off',
  ],
  grant: [
    'Grant access',
    'Assign role',
    'assigned',
    'ASSIGN_ROLE',
    'USER_LICENSE_ASSIGNMENT',
    'ADD_GROUP_MEMBER',
    'AttachUserPolicy',
    'AddUserToGroup',
    'AuthorizeSecurityGroupIngress',
    'AddRoleToInstanceProfile',
    'AUTHORIZE_API_CLIENT_ACCESS',
    'add_user_to_team',
    'add_member',
  ],
  revoke: [
    'Revoke',
    'unassign skill',
    'USER_LICENSE_REVOKE',
    'DetachUserPolicy',
    'RevokeSecurityGroupEgress',
    'RemoveUserFromGroup',
    'remove_group_member',
    'RemoveRoleFromInstanceProfile',
    'RemovePermission20150331v2',
  ],
  other: [
    'None',
    'email_forwarding_out_of_domain',
    'SendCommand',
    'Encrypt',
    '',
    ' ',
    '…',
    'שינוי',
    '123',
    'x'.repeat(500),
  ],
}

test.each(CATEGORIES.flatMap(category => EXPECTED[category].map(activity => [activity, category] as const)))(
  '%j means %s',
  (activity, category) => {
    expect(categoryOf(activity)).toBe(category)
  },
)

test('a verb stands under one category only', () => {
  const words = Object.values(VERBS).flatMap(list => list.split(' '))
  expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([])
  expect(words.filter(word => !/^[a-z]+$/.test(word))).toEqual([])
})

test('any text has a category, and the same one each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), activity => {
      expect(CATEGORIES).toContain(categoryOf(activity))
      expect(categoryOf(activity)).toBe(categoryOf(activity))
    }),
  )
})

test('more activities than are remembered do not change the answers', () => {
  for (let i = 0; i < 10_000; i++) expect(categoryOf(`Create thing ${i}`)).toBe('create')
})

test.skipIf(!existsSync(SHARED))(
  'of real AWS calls, reads are found as AWS marks them (needs the shared data folder)',
  () => {
    const file = gunzipSync(
      readFileSync(join(SHARED, 'aws_cloudtrail_invictus/cloudtrail.ndjson.gz')),
    ).toString()
    const calls = file
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line) as { eventName: string; readOnly?: boolean })
    const looks = new Set<Category>(['read', 'search', 'other', 'impersonate', 'login'])
    const wrong = calls.filter(call => call.readOnly === true && !looks.has(categoryOf(call.eventName)))
    expect([...new Set(wrong.map(call => call.eventName))]).toEqual(['GenerateDataKey'])
    const unknown = new Set(
      calls.filter(call => categoryOf(call.eventName) === 'other').map(call => call.eventName),
    )
    expect(unknown.size).toBeLessThan(5)
  },
)
