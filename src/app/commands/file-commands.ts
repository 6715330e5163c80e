import { Download, FileCode, FileDown, FilePlus, FolderOpen, Grid3x3, Image, Workflow as WorkflowIcon } from 'lucide-react';
import { EMPTY } from '../../core/workflow.ts';
import { chooseData, openNew, takeFiles } from '../files/open.ts';
import { exportFiles, saveAsFile } from '../files/save.ts';
import { readerMeant } from '../first/readers.ts';
import { goTo } from '../shell/route.ts';
import { doing, openSheet } from '../shell/shell-state.ts';
import { filled, type Command } from './command.ts';

export const fileCommands: readonly Command[] = [
  { id: 'new', title: 'New workflow', group: 'File', icon: FilePlus, run: (editor) => void openNew(editor, EMPTY) },
  {
    id: 'open',
    title: 'Open a file',
    keys: 'Ctrl+O',
    group: 'File',
    icon: FolderOpen,
    inText: true,
    run: (editor) => void doing(undefined, async () => takeFiles(editor, await chooseData())),
  },
  {
    id: 'rfm-from-file',
    title: 'RFM from this file…',
    group: 'File',
    icon: Grid3x3,
    edits: true,
    when: (state) => readerMeant(state) !== undefined,
    needs: 'needs one reader of a file',
    run: (editor) =>
      void doing('Looking for customers, dates and amounts', async () => {
        const { offerSegments } = await import('../first/first-minute.ts');
        await offerSegments(editor, readerMeant(editor.getState())!, true);
      }),
  },
  { id: 'save', title: 'Save as file', keys: 'Ctrl+S', group: 'File', icon: FileDown, inText: true, run: saveAsFile },
  {
    id: 'export',
    title: 'Export the results',
    group: 'File',
    icon: Download,
    when: ({ compiled }) => [...compiled.nodes.values()].some((node) => node.sink),
    needs: 'needs a Table Writer',
    run: (editor) => void doing(undefined, () => exportFiles(editor)),
  },
  {
    id: 'export-pyspark',
    title: 'Export as PySpark script',
    group: 'File',
    icon: FileCode,
    when: filled,
    needs: 'needs a node',
    run: () => openSheet('pyspark'),
  },
  {
    id: 'export-sql',
    title: 'Export as SQL',
    group: 'File',
    icon: FileCode,
    when: filled,
    needs: 'needs a node',
    run: () => openSheet('sql'),
  },
  {
    id: 'export-png',
    title: 'Export the canvas as PNG',
    group: 'File',
    icon: Image,
    when: filled,
    needs: 'needs a node',
    run: (editor) => void doing('Drawing the canvas', async () => (await import('../picture/export-picture.ts')).exportPng(editor)),
  },
  {
    id: 'export-svg',
    title: 'Export the canvas as SVG',
    group: 'File',
    icon: Image,
    when: filled,
    needs: 'needs a node',
    run: (editor) => void doing('Drawing the canvas', async () => (await import('../picture/export-picture.ts')).exportSvg(editor)),
  },
  { id: 'workflows', title: 'All workflows', group: 'File', icon: WorkflowIcon, run: () => goTo(undefined) },
];
