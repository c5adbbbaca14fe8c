/** Letters of a member's id that tell it from others of the same client. */
const suffixLength = 4

/** Members with a short name each: the client's, with the beginning of the id's own part where several share it. */
export function labelled<T extends { id: string; clientId: string }>(members: readonly T[]): (T & { label: string })[] {
  const taken = new Set<string>()
  return members.map(member => {
    const isShared = members.some(other => other !== member && other.clientId === member.clientId)
    const own = member.id.startsWith(`${member.clientId}-`) ? member.id.slice(member.clientId.length + 1) : member.id
    let label = isShared ? `${member.clientId}-${own.slice(0, suffixLength)}` : member.clientId
    for (let length = suffixLength + 1; (taken.has(label) || label === '') && length <= own.length; length++)
      label = `${member.clientId}-${own.slice(0, length)}`
    taken.add(label)
    return { ...member, label }
  })
}
