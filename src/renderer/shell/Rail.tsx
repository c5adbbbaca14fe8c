import { IconMoon, IconSun } from '@tabler/icons-react'
import { Link, useLocation } from 'wouter'
import { usePipelineMark } from '../state/pipeline-mark'
import { toggleScheme, useScheme } from '../state/scheme'
import { useKeys } from '../ui/keys'
import { StateMark } from '../ui/StateMark'
import type { View } from '../ui/view'
import { views } from '../views'
import classes from './Rail.module.css'

/** The way between views. It shows what exists. */
export function Rail() {
  const [location, navigate] = useLocation()
  const scheme = useScheme()
  useKeys('Views', [
    ...views.map(({ name, title }, i) => ({ key: String(i + 1), title, run: () => navigate(`/${name}`) })),
    { key: 't', label: 'T', title: 'Dark or light', run: toggleScheme },
  ])
  const SchemeIcon = scheme === 'dark' ? IconSun : IconMoon
  const way = ({ name, title, icon: Icon }: View) => {
    const isHere = location === `/${name}` || location.startsWith(`/${name}/`)
    return (
      <Link key={name} href={`/${name}`} className={classes.item} aria-current={isHere ? 'page' : undefined}>
        <Icon size={19} stroke={1.6} aria-hidden />
        {title}
        {name === 'pipeline' && <PipelineMark />}
      </Link>
    )
  }
  return (
    <nav className={classes.rail} aria-label="Views">
      <svg className={classes.logo} viewBox="0 0 24 24" width="24" height="24" role="img" aria-label="Elevated">
        <g stroke="currentColor" strokeWidth="2.2" strokeLinecap="round">
          <path d="M3 6.5h18" />
          <path d="M3 17.5h18" />
          <path d="M3 12h12.5" />
        </g>
        <circle cx="20.2" cy="12" r="2.6" fill="var(--accent)" />
      </svg>
      {views.filter(({ place }) => place !== 'end').map(way)}
      <button
        type="button"
        className={classes.item}
        data-last
        onClick={toggleScheme}
        title={`${scheme === 'dark' ? 'Light' : 'Dark'} colours (T)`}
      >
        <SchemeIcon size={19} stroke={1.6} aria-hidden />
        {scheme === 'dark' ? 'Light' : 'Dark'}
      </button>
      {views.filter(({ place }) => place === 'end').map(way)}
    </nav>
  )
}

/** Something in the pipeline asks for a look. */
function PipelineMark() {
  const mark = usePipelineMark()
  if (!mark) return null
  return (
    <span className={classes.mark}>
      <StateMark mark={mark} size={10} label={mark === 'failed' ? 'something failed' : 'something is slow'} />
    </span>
  )
}
