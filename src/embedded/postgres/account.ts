import { readFileSync, statSync } from 'node:fs'
import { ProblemError } from '../lib/problem'

/** Whom PostgreSQL runs as, where that is not ourselves. */
export interface Account {
  name: string
  uid: number
  gid: number
}

/** Ordinary accounts that systems have, the fitting one first. */
const candidates = ['postgres', 'nobody']

/**
 * PostgreSQL refuses to run as root: then the owner of the cluster that is there, else an ordinary account of the
 * system. Null where we are not root: PostgreSQL then runs as ourselves.
 *
 * @throws ProblemError postgres-as-root when the system has no such account
 */
export function accountFor(clusterDir: string, passwd = readPasswd): Account | null {
  if (process.getuid?.() !== 0) return null
  const owner = ownerOf(clusterDir)
  const accounts = parsePasswd(passwd())
  if (owner && owner.uid !== 0) {
    return accounts.find(account => account.uid === owner.uid) ?? { name: `uid ${owner.uid}`, ...owner }
  }
  const found = candidates.map(name => accounts.find(account => account.name === name)).find(account => account)
  if (found && found.uid !== 0) return found
  throw new ProblemError({
    code: 'postgres-as-root',
    where: 'postgres',
    message: 'PostgreSQL does not run as root, and this system has no account named postgres or nobody to run it as.',
    tip: 'Start the stack as an ordinary user, or add an account with: useradd --system postgres',
  })
}

/** Accounts of an /etc/passwd: name:password:uid:gid:comment:home:shell. Lines that are no account are left out. */
export function parsePasswd(text: string): Account[] {
  return text.split('\n').flatMap(line => {
    const [name, , uid, gid] = line.split(':')
    if (!name || !/^\d+$/.test(uid ?? '') || !/^\d+$/.test(gid ?? '')) return []
    return [{ name, uid: Number(uid), gid: Number(gid) }]
  })
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8')
  } catch {
    return '' // A system without it has no account for us, which the caller reports.
  }
}

function ownerOf(path: string): { uid: number; gid: number } | null {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats ? { uid: stats.uid, gid: stats.gid } : null
}
