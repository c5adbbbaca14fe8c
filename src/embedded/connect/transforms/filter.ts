import type { TransformPlugin } from './transform'

/** Drops every record that it is given: made to be used with a predicate. */
export const filter: TransformPlugin = {
  className: 'org.apache.kafka.connect.transforms.Filter',
  definitions: [],
  create: () => () => null,
}
