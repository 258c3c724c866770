/** The parts of a Reports API activity that are read here (Admin SDK, `admin#reports#activity`). */
import type { Json } from '@daybook/event'

interface Parameter {
  name?: string
  value?: string
  intValue?: string
  boolValue?: boolean
  multiValue?: Json[]
  multiIntValue?: Json[]
  messageValue?: Json
  multiMessageValue?: Json[]
}

export interface WorkspaceEvent {
  type?: string
  name?: string
  parameters?: Parameter[]
}

export interface Activity {
  kind?: string
  id?: { time?: string; uniqueQualifier?: string; applicationName?: string; customerId?: string }
  etag?: string
  actor?: { email?: string; profileId?: string; callerType?: string; key?: string }
  ownerDomain?: string
  ipAddress?: string
  events?: WorkspaceEvent[]
}

/** Parameters by name; a list of one is that one. Names of parameters are unique within an event. */
export type Parameters = ReadonlyMap<string, Json>

export function parametersOf(event: WorkspaceEvent): Parameters {
  const parameters = new Map<string, Json>()
  for (const parameter of Array.isArray(event.parameters) ? event.parameters : []) {
    const value = valueOf(parameter)
    if (parameter.name !== undefined && value !== undefined) parameters.set(parameter.name, value)
  }
  return parameters
}

function valueOf(parameter: Parameter): Json | undefined {
  const list = parameter.multiValue ?? parameter.multiIntValue ?? parameter.multiMessageValue
  if (list !== undefined) return list.length === 1 ? list[0] : list
  return parameter.value ?? parameter.intValue ?? parameter.boolValue ?? parameter.messageValue
}
