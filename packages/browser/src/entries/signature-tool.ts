import { openSignatureTool } from '../signature-tool/open-signature-tool.ts'

const root = document.querySelector('#signature-tool')
if (root !== null) openSignatureTool(root)
