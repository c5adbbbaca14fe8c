/** Kafka's own and its services' topics begin with an underscore, whatever the broker marks. */
export function isInternalName(topic: string): boolean {
  return topic.startsWith('_')
}
