import { IconMapPinOff } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import { Button } from '../ui/Button'
import { Empty } from '../ui/Empty'
import { views } from '../views'

/** What an address shows that no view has. */
export function NoSuchView() {
  const [location, navigate] = useLocation()
  const first = views[0]!
  return (
    <Empty
      icon={IconMapPinOff}
      title="There is no such view"
      actions={<Button onClick={() => navigate(`/${first.name}`)}>{`Open the ${first.title.toLowerCase()}`}</Button>}
    >
      {`The address asks for ${shorten(location)}, which this version of Elevated does not have.`}
    </Empty>
  )
}

const shownLengthMax = 80

function shorten(text: string): string {
  return text.length <= shownLengthMax ? text : `${text.slice(0, shownLengthMax)}…`
}
