import { expect, it } from 'vitest'

import { tokenIn } from './token.ts'

const token = 'Zk3_x-9'.repeat(6)

it.each([token, ` ${token}\n`, `http://127.0.0.1:7411/sign-in#${token}`, `#${token}`])(
  'finds the token in %j',
  text => expect(tokenIn(text)).toBe(token),
)

it.each(['', 'short', 'http://127.0.0.1:7411/sign-in', 'two words that are long enough', `${token}!`])(
  'finds none in %j',
  text => expect(tokenIn(text)).toBeUndefined(),
)
