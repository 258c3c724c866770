/**
 * What a call was about: from `resources` when AWS names them, else from the parameters that are known to name things,
 * else from what the call made, else only the kind, out of the call's own name.
 * Invariant: the type is always there and looks like AWS's own resource types (`AWS::S3::Bucket`).
 */
import { LIMITS, type EntityRef, type Related } from '@daybook/event'
import { compact, fitId, fitText, isObject } from '../fit.ts'
import { nounOf, PARAMETERS, SERVICES } from './names.ts'
import { at, objectOf, textOf, type CloudTrailRecord } from './record.ts'

interface Found {
  type: string
  id: string
}

export function entitiesOf(record: CloudTrailRecord): { entity: EntityRef; related: Related[] } {
  const service = serviceOf(record)
  const found = unique([
    ...fromResources(record),
    ...fromParameters(service, record),
    ...fromResult(service, record),
  ])
  const [first, ...others] = found
  const related = others.slice(0, LIMITS.relatedMax).flatMap(other => {
    const id = fitId(other.id, LIMITS.idMax)
    return id === undefined ? [] : [{ ...names(other.id), type: fitType(other.type), id }]
  })
  if (!first) return { entity: { type: fitType(fallbackType(service, record)) }, related }
  return {
    entity: compact({
      type: fitType(first.type),
      id: fitId(first.id, LIMITS.idMax),
      ...names(first.id),
    }) as EntityRef,
    related,
  }
}

/** `s3.amazonaws.com` → `s3` */
export function serviceOf(record: CloudTrailRecord): string {
  return textOf(record.eventSource).replace(/\.amazonaws\.com(\.cn)?$/, '')
}

function fromResources(record: CloudTrailRecord): Found[] {
  if (!Array.isArray(record.resources)) return []
  return record.resources.flatMap((resource: unknown) => {
    const { type, ARN, ARNPrefix } = objectOf(resource)
    const arn = textOf(ARN) || textOf(ARNPrefix)
    return arn === '' ? [] : [{ type: textOf(type) || typeOfArn(arn), id: arn }]
  })
}

function fromParameters(service: string, record: CloudTrailRecord): Found[] {
  const parameters = objectOf(record.requestParameters)
  return (PARAMETERS[service] ?? []).flatMap(([path, type]) => {
    const value = at(parameters, ...path.split('.'))
    const ids =
      isObject(value) && Array.isArray(value['items'])
        ? value['items'].map(item => idOfItem(item, path))
        : [value]
    return ids.flatMap(id => (typeof id === 'string' && id.trim() !== '' ? [{ type, id }] : []))
  })
}

/** EC2 lists: `instancesSet.items[].instanceId`, `vpcSet.items[].vpcId`. */
function idOfItem(item: unknown, path: string): unknown {
  if (!isObject(item)) return undefined
  const wanted = `${path.replace(/(s?Set|s)$/, '')}Id`
  return item[wanted] ?? Object.entries(item).find(([name]) => name.endsWith('Id'))?.[1]
}

/** What a call made is named only in its answer: `CreateVpc` → `responseElements.vpc.vpcId`. */
function fromResult(service: string, record: CloudTrailRecord): Found[] {
  const noun = nounOf(textOf(record.eventName))
  if (noun === '') return []
  const name = noun.charAt(0).toLowerCase() + noun.slice(1)
  const response = objectOf(record.responseElements)
  const made = at(response, name)
  const id = [made, response].flatMap(place =>
    [`${name}Id`, `${name}Arn`, `${name}Name`, 'arn'].map(key => at(objectOf(place), key)),
  )
  const first = id.find(value => typeof value === 'string' && value.trim() !== '')
  return typeof first === 'string' ? [{ type: `AWS::${serviceName(service)}::${noun}`, id: first }] : []
}

function fallbackType(service: string, record: CloudTrailRecord): string {
  const noun = nounOf(textOf(record.eventName))
  return noun === '' ? `AWS::${serviceName(service)}` : `AWS::${serviceName(service)}::${noun}`
}

/** `arn:aws:ssm:us-east-1:123:association/56f` → `AWS::SSM::Association` */
function typeOfArn(arn: string): string {
  const [, , service = '', , , ...rest] = arn.split(':')
  const kind = /^([a-z-]+)[/:]/.exec(rest.join(':'))?.[1] ?? ''
  const pascal = kind.replaceAll(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase())
  return pascal === '' ? `AWS::${serviceName(service)}` : `AWS::${serviceName(service)}::${pascal}`
}

function serviceName(service: string): string {
  return SERVICES[service] ?? (service === '' ? 'Unknown' : service.toUpperCase())
}

function names(id: string): { name?: string } {
  if (!id.startsWith('arn:')) return {}
  const name = fitText(id.split(/[:/]/).at(-1), LIMITS.nameMax)
  return name === undefined ? {} : { name }
}

function fitType(type: string): string {
  return fitText(type, LIMITS.vocabularyMax) ?? 'AWS'
}

/** The same thing may be named by its ARN and by its name; the first way of naming it stays. */
function unique(found: readonly Found[]): Found[] {
  const kept: Found[] = []
  for (const one of found) {
    const tail = one.id.split(/[:/]/).at(-1)
    if (
      !kept.some(
        other => other.id === one.id || (other.type === one.type && other.id.split(/[:/]/).at(-1) === tail),
      )
    ) {
      kept.push(one)
    }
  }
  return kept
}
