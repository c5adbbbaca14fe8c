/** The six services, in the order in which they are shown. Without schemas, so that the page's frame may have them alone. */
export const serviceNames = ['kafka', 'registry', 'restProxy', 'connect', 'ksql', 'postgres'] as const
export type ServiceName = (typeof serviceNames)[number]
