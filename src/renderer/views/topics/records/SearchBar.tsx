import { useState } from 'react'
import { Button } from '../../../ui/Button'
import { SearchField } from '../../../ui/SearchField'
import classes from './RecordsTab.module.css'

interface SearchBarProps {
  /** What is searched just now; empty: nothing. */
  search: string
  isSearching: boolean
  onSearch(text: string): void
  onStop(): void
  onAgain(): void
}

/** Looks for a text in keys, values and headers: with Enter, since that reads the whole topic. */
export function SearchBar({ search, isSearching, onSearch, onStop, onAgain }: SearchBarProps) {
  const [text, setText] = useState(search)
  const [known, setKnown] = useState(search)
  // Another address, such as after a step back, has another search.
  if (known !== search) {
    setKnown(search)
    setText(search)
  }
  const start = () => {
    if (text === search && text !== '') onAgain()
    else onSearch(text)
  }
  return (
    <div className={classes.toolbar}>
      <SearchField
        value={text}
        placeholder="Search text in key, value or headers"
        hotkey="s"
        onChange={next => {
          setText(next)
          if (next === '' && search !== '') onSearch('')
        }}
        onEnter={start}
      />
      {isSearching ? (
        <Button kind="primary" onClick={onStop} icon={<i className={classes.stop} />}>
          Stop
        </Button>
      ) : (
        <Button onClick={start} disabled={text === ''} title={text === '' ? 'There is no text to look for' : undefined}>
          {search !== '' && text === search ? 'Search again' : 'Search'}
        </Button>
      )}
    </div>
  )
}
