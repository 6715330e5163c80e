import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadOptions, SourceColumn } from '../../src/core/source.ts';
import { saveWorkflow } from '../../src/core/workflow-file.ts';
import { nodeTypes } from '../../nodes/index.ts';
import { EMPTY } from '../../src/core/workflow.ts';
import type { Run } from './workflows.ts';

interface Text {
  readonly name: string;
  readonly text: string;
  readonly options?: ReadOptions;
  /** Without them they are found in the file. */
  readonly columns?: readonly SourceColumn[];
  readonly encode?: (text: string) => Uint8Array;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const utf16 = (text: string): Uint8Array => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

/** Files as people send them: each way of writing a table that the readers know. */
const TEXTS: readonly Text[] = [
  { name: 'plain', text: 'id,amount,day\n1,2.50,2026-01-31\n2,,2026-02-28\n3,-7,\n' },
  { name: 'quotes', text: 'id,"say ""hi""",note\n1,"a, b","line one\nline two"\n2,"","x"\n3,"she said ""no""",\n' },
  { name: 'too many and too few', text: 'a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n' },
  {
    name: 'german',
    text: 'Kunde;Datum;Betrag\nK1;31.01.2026;1.234,50\nK2;01.02.2026;7,00\nK3;29.02.2026;-0,5\n',
    options: { delimiter: ';', decimal: ',', thousands: true },
  },
  { name: 'tabs and windows line ends', text: 'a\tb\r\n1\tx\r\n2\ty\r\n', options: { delimiter: '\t' } },
  { name: 'no header', text: '1,x\n2,y\n', options: { header: false } },
  {
    name: 'runs of blanks',
    text: ' 00004 19970101  1   29.33\n 00021 19970112  3   63.34\n00021   19970113 1 1\n 1 2\n',
    options: { delimiter: 'spaces', header: false },
  },
  { name: 'several signs between', text: 'a||b\n1||x\n2||y|z\n', options: { delimiter: '||' } },
  { name: 'comment', text: 'a,b\n1,2\n# 3,4\n5,6\n', options: { comment: '#', skip: 0 } },
  { name: 'lines before the header', text: 'Export of the shop\n31 January, "all"\nid,say\n1,"a, b"\n2\n3,c\n', options: { skip: 2 } },
  {
    name: 'lines before blanks',
    text: 'CDNOW\n# sample\n id  n\n 1   2\n# no\n\t3 4\n',
    options: { skip: 1, delimiter: 'spaces', comment: '#' },
  },
  { name: 'comment first', text: '# made by a till\na,b\n1,2\n# 3,4\n5,6\n', options: { comment: '#' } },
  { name: 'nothing known', text: 'a,b\n1,n/a\nNA,2\n-,3\n', options: { nulls: ['n/a', 'NA', '-'] } },
  { name: 'latin', text: 'Name,Stadt\nJürgen,Köln\nZoë,Brüssel\n', options: { encoding: 'windows-1252' }, encode: latin1 },
  { name: 'utf 16', text: 'Name,Stadt\nJürgen,Köln\n日本,東京\n', options: { encoding: 'utf-16le' }, encode: utf16 },
  { name: 'byte order mark', text: '\ufeffid,x\n1,2\n' },
  { name: 'hostile names', text: 'a.b,`c`,"d ""e""",*,f;DROP TABLE x,__proto__,Größe 日\n1,2,3,4,5,6,7\n' },
  { name: 'one column', text: 'only\n1\n\n3\n' },
  { name: 'only a header', text: 'a,b\n' },
  {
    name: 'every type',
    text: [
      'i,x,b,d,t,s',
      '9223372036854775807,1e308,yes,2024-02-29,2024-02-29 23:59:59.123456,a',
      '9223372036854775808,1e400,NO,2023-02-29,2024-02-29T10:05, b ',
      '+5,.5,1,2024-1-5,2024-01-05,"é"',
      ' 7 ,5.,f,0001-01-01,9999-12-31 00:00,😀',
      '1.5,abc,maybe,20240101,25:00,',
    ].join('\n'),
    columns: [
      { name: 'i', type: 'int' },
      { name: 'x', type: 'double' },
      { name: 'b', type: 'bool' },
      { name: 'd', type: 'date' },
      { name: 't', type: 'timestamp' },
      { name: 's', type: 'string' },
    ],
  },
  {
    name: 'dates with formats',
    text: 'a,b,c\n31/01/2026,20260131,5-Jan-2026 7:08\n1/2/2026,2026131,31-feb-2026 10:00\n,x,12-DEC-2025 23:59\n',
    columns: [
      { name: 'a', type: 'date', format: 'dd/MM/yyyy' },
      { name: 'b', type: 'date', format: 'yyyyMMdd' },
      { name: 'c', type: 'timestamp', format: 'dd-MMM-yyyy HH:mm' },
    ],
  },
];

/** A workflow for each file: a reader, with and without numbered rows. */
export async function fileRuns(folder: string): Promise<Run[]> {
  const runs: Run[] = [];
  for (const [i, { name, text, options = {}, columns = [], encode = utf8 }] of TEXTS.entries()) {
    const place = join(folder, `file-${i}`);
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'rows.csv'), encode(text));
    const reader = (id: string, rowNumber: string) => ({
      id,
      type: 'csv-reader',
      version: 1,
      params: [['source', 'rows'] as const, ...(rowNumber ? [['rowNumber', rowNumber] as const] : [])],
      at: [0, 0] as const,
    });
    const workflow = {
      ...EMPTY,
      title: name,
      sources: [{ kind: 'file' as const, name: 'rows', path: 'rows.csv', format: 'csv' as const, options, columns }],
      nodes: [reader('plain', ''), reader('numbered', 'number of row')],
    };
    await writeFile(join(place, 'workflow.clade.json'), saveWorkflow(workflow, nodeTypes));
    runs.push({ name: `file: ${name}`, path: join(place, 'workflow.clade.json') });
  }
  return runs;
}
