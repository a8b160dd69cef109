import { wireSearch } from '../search-box.ts'
import { wireTabs } from '../tabs.ts'

wireTabs()
wireSearch()
