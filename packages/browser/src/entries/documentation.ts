import { wireSearch } from '../documentation/search-box.ts'
import { wireTabs } from '../documentation/tabs.ts'

wireTabs()
wireSearch()
