/** All kinds of configured things (policies, plans, rules, roles …). */
/** The order is part of the sample: another order is another company. */

import type { Kind } from './kinds/kind.ts'
import { PLATFORM } from './kinds/platform.ts'
import { QUALITY } from './kinds/quality.ts'
import { RECORDING } from './kinds/recording.ts'
import { STORAGE } from './kinds/storage.ts'
import { USERS } from './kinds/users.ts'

export type { Kind } from './kinds/kind.ts'

export const KINDS: readonly Kind[] = [...RECORDING, ...QUALITY, ...USERS, ...STORAGE, ...PLATFORM]
