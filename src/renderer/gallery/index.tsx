import { useState, type ReactNode } from 'react'
import { lineIds } from '../../shared/city/types'
import { Button } from '../ui/Button'
import { LineBullet } from '../ui/LineBullet'
import { SearchField } from '../ui/SearchField'
import { Segments } from '../ui/Segments'
import { Select } from '../ui/Select'
import { StateMark, type Mark } from '../ui/StateMark'
import { Tabs } from '../ui/Tabs'
import { Tag } from '../ui/Tag'
import { Drawing } from './Drawing'
import classes from './Gallery.module.css'
import { drawGround, drawStationMarks, drawTrainMarks } from './marks'

const marks: [Mark, string][] = [
  ['ok', 'runs'],
  ['slow', 'slow or stale'],
  ['failed', 'failed'],
  ['working', 'working'],
  ['waits', 'waits or off'],
]

const tokens = [
  ...['bg', 'surface-1', 'surface-2', 'surface-3', 'surface-4', 'border-1', 'border-2', 'border-3'],
  ...['text-1', 'text-2', 'text-3', 'accent', 'ok', 'warn', 'err'],
]

/** The parts of the control room and their states side by side, for whoever builds a view: /components. */
export default function Gallery() {
  return (
    <div className={classes.gallery} role="region" aria-label="Components">
      <h1 className="visually-hidden">Components</h1>
      <Controls />
      <Part title="Line bullets: letters as well as colour">
        <Row>
          {lineIds.map(line => (
            <LineBullet key={line} line={line} size={20} />
          ))}
        </Row>
        <Row>
          {lineIds.map(line => (
            <LineBullet key={line} line={line} size={14} />
          ))}
        </Row>
        <p>20 in titles, 16 to 18 in rows, 14 inside a line of text</p>
      </Part>
      <Part title="States: shape first, colour second">
        <Row>
          {marks.map(([mark, word]) => (
            <span key={mark} className={classes.state}>
              <StateMark mark={mark} label="" /> {word}
            </span>
          ))}
        </Row>
        <Row>
          <Tag>neutral</Tag>
          <Tag tone="info">11% above usual</Tag>
          <Tag tone="ok" mark="ok">
            in service
          </Tag>
          <Tag tone="warn" mark="slow">
            1 falls behind
          </Tag>
          <Tag tone="err" mark="failed">
            1 failed
          </Tag>
        </Row>
      </Part>
      <Part title="Train marks">
        <Drawing width={350} height={112} label="Trains, solid and dashed" draw={drawTrainMarks} />
        <p>solid: a record says so; dashed: estimated; ring: selected or followed</p>
      </Part>
      <Part title="Station marks">
        <Drawing width={366} height={62} label="Station, transfer, selected, closed" draw={drawStationMarks} />
        <ol className={classes.legend}>
          {['station', 'transfer', 'selected', 'closed'].map(word => (
            <li key={word}>{word}</li>
          ))}
        </ol>
        <p>one capsule across all lanes that stop there, at right angles to the track</p>
      </Part>
      <Part title="Tracks on land and water">
        <Row>
          <Drawing width={180} height={86} label="Tracks on land" draw={onLand} />
          <Drawing width={180} height={86} label="Tracks on water" draw={onWater} />
        </Row>
      </Part>
      <Part title="Type">
        <span style={{ fontSize: 22, fontWeight: 560, lineHeight: '26px' }}>17:24:38</span>
        <span style={{ fontSize: 17, fontWeight: 650, lineHeight: '22px' }}>Card title 17/22, 650</span>
        <span style={{ fontSize: 15, fontWeight: 640, lineHeight: '20px' }}>Pane title 15/20, 640</span>
        <span>
          Body 13/19, 420. Strong <b>600</b>
        </span>
        <span style={{ color: 'var(--text-3)', fontSize: 11.5 }}>Label 11.5/16, text-3</span>
        <code className={classes.mono}>offset 215,452 key 0x1a 12/18</code>
      </Part>
      <Part title="Surfaces, text and status" isWide>
        <Row>
          {tokens.map(token => (
            <span key={token} className={classes.swatch}>
              <i style={{ background: `var(--${token})` }} />
              <code className={classes.mono}>{token}</code>
            </span>
          ))}
        </Row>
      </Part>
    </div>
  )
}

const onLand = drawGround('map-city')
const onWater = drawGround('map-water')

function Controls() {
  const [text, setText] = useState('')
  const [choice, setChoice] = useState<'all' | '0' | '1'>('all')
  const [segment, setSegment] = useState<'earliest' | 'latest'>('latest')
  const [tab, setTab] = useState<'value' | 'key'>('value')
  return (
    <Part title="Buttons and fields">
      <Row>
        <Button kind="primary">Primary</Button>
        <Button>Plain</Button>
        <Button disabled title="There is nothing to do">
          Off
        </Button>
        <Button kind="danger">Delete…</Button>
        <Button kind="link">Link</Button>
      </Row>
      <Row>
        <Select
          label="Partition"
          value={choice}
          options={[
            { value: 'all', title: 'all' },
            { value: '0', title: '0' },
            { value: '1', title: '1' },
          ]}
          onChange={value => setChoice(value)}
        />
        <Segments
          label="From"
          value={segment}
          options={[
            { value: 'earliest', title: 'Earliest' },
            { value: 'latest', title: 'Latest' },
          ]}
          onChange={value => setSegment(value)}
        />
      </Row>
      <Row>
        <SearchField value={text} onChange={setText} placeholder="Filter by name" hotkey={null} />
        <Tabs
          label="Parts"
          value={tab}
          tabs={[
            { id: 'value', title: 'Value' },
            { id: 'key', title: 'Key', count: 1 },
          ]}
          onChange={value => setTab(value)}
        />
      </Row>
    </Part>
  )
}

function Part({ title, isWide, children }: { title: string; isWide?: boolean; children: ReactNode }) {
  return (
    <section className={classes.part} data-wide={isWide || undefined}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function Row({ children }: { children: ReactNode }) {
  return <div className={classes.row}>{children}</div>
}
