/** The time zone that a question names. The engine never computes with zones: moments are numbered here, whatever its tables of zones say. */
import { findZone, type Zone } from '@daybook/query'

import { ReportError } from '../errors.ts'

/** @param name of the IANA database, such as `Europe/Lisbon` @throws ReportError REQUEST_INVALID */
export function zoneOf(name: string): Zone {
  const zone = findZone(name)
  if (zone !== undefined) return zone
  const message = `There is no time zone "${name.slice(0, 80)}": write a name such as Europe/Lisbon`
  throw new ReportError('REQUEST_INVALID', message)
}
