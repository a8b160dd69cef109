import type { Command } from 'commander'
import { manualPage } from '#manual/manual-page'
import { helpNotes } from '#terminal/help-notes'
import { say } from '#terminal/language'

/** `yaoquan man`: the manual page of this version. */
export function addManual(program: Command): void {
  program
    .command('man')
    .description(say('输出手册页，供 man 显示', 'print the manual page, for man to show'))
    .addHelpText('after', notes)
    .action(() => void process.stdout.write(manualPage(program)))
}

const notes = helpNotes({
  notes: say(
    '以 npm install --global 安装后，man yaoquan 显示英文的手册页。',
    'After npm install --global, man yaoquan shows it too.',
  ),
  examples: ['yaoquan man | man -l -', 'yaoquan man > ~/.local/share/man/man1/yaoquan.1'],
})
