/** The beginning of a catalog file for something that occurs and is not described: what the file has to say, with its names. */
import type { Node } from './tree.ts'

interface StubEntity {
  entity: string
  activities: { activity: string; category: string }[]
}

/** A whole body of `PUT /v1/catalog`, so that it can be imported as it is. */
export function stubOf(node: Node): { applications: { application: string; entities: StubEntity[] }[] } {
  const application = node.level === 1 ? node.name : node.application
  return { applications: [{ application, entities: entitiesOf(node) }] }
}

function entitiesOf(node: Node): StubEntity[] {
  if (node.level === 1) return node.children.flatMap(entitiesOf)
  if (node.level === 2) return [{ entity: node.name, activities: node.children.map(activityOf) }]
  return [{ entity: node.entity, activities: [activityOf(node)] }]
}

const activityOf = ({ name, category }: { name: string; category?: string }) => ({
  activity: name,
  category: category ?? 'other',
})
