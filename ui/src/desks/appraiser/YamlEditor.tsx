import { type KeyboardEvent, useId, useRef } from 'react';
import { useT } from '../../i18n';
import { useText } from '../../i18n/text';
import type { DraftProblem } from './types';
import css from './YamlEditor.module.css';

interface Props {
  text: string;
  onChange: (text: string) => void;
  onSave: () => void;
  problem: DraftProblem | undefined;
  readOnly?: boolean;
}

const indent = '  ';

/** Columns that a line takes in a fixed-width face: characters of the Chinese typefaces take two. */
function columns(line: string): number {
  let n = 0;
  for (const c of line) n += c > '\u2e7f' ? 2 : 1;
  return n;
}

/** The offset at which a line begins. */
function startOf(text: string, line: number): number {
  let at = 0;
  for (let i = 1; i < line; i++) at = text.indexOf('\n', at) + 1;
  return at;
}

/**
 * A plain text area that knows its lines: numbers at the side, the fault of the node at its line and in full below. Enter
 * keeps the indentation, Tab indents; after Escape, Tab leaves as everywhere else.
 */
export function YamlEditor({ text, onChange, onSave, problem, readOnly = false }: Props) {
  const t = useT();
  const pick = useText();
  const area = useRef<HTMLTextAreaElement>(null);
  const leaving = useRef(false);
  const note = useId();
  const lines = text.split('\n');
  const bad = problem?.line && problem.line <= lines.length ? problem.line : 0;
  const width = Math.max(40, ...lines.map(columns)) + 2;

  const insert = (s: string) => document.execCommand('insertText', false, s); // keeps the browser's undo
  const keys = (e: KeyboardEvent<HTMLTextAreaElement>) => {
    const el = e.currentTarget;
    const left = leaving.current;
    leaving.current = e.key === 'Escape';
    if ((e.ctrlKey || e.metaKey) && e.key === 's') {
      e.preventDefault();
      onSave();
    } else if (e.key === 'Tab' && !e.shiftKey && !left && !readOnly) {
      e.preventDefault();
      insert(indent);
    } else if (e.key === 'Enter' && !e.nativeEvent.isComposing && !readOnly) {
      const before = text.slice(text.lastIndexOf('\n', el.selectionStart - 1) + 1, el.selectionStart);
      const lead = /^\s*/.exec(before)?.[0] ?? '';
      if (!lead) return;
      e.preventDefault();
      insert(`\n${lead}`);
    }
  };
  const goTo = () => {
    const el = area.current;
    if (!el || !bad) return;
    el.focus();
    el.setSelectionRange(startOf(text, bad), startOf(text, bad) + (lines[bad - 1]?.length ?? 0));
  };

  return (
    <div className={css.editor}>
      <div id={note} className={css.note} role="status" data-bad={problem ? true : undefined}>
        {problem ? (
          <>
            <p className={css.detail}>
              {bad > 0 && (
                <button type="button" className={css.line} onClick={goTo} title={t('editor.goTo')}>
                  {t('editor.line', { line: bad })}
                </button>
              )}
              {pick({ zh: problem.detail_zh, en: problem.detail_en })}
            </p>
            <p className={css.hint}>
              {pick({ zh: problem.hint_zh ?? '', en: problem.hint_en ?? '' })}{' '}
              {problem.field && <code>{problem.field}</code>}
            </p>
          </>
        ) : (
          <p className={css.hint}>{text.trim() === '' ? t('editor.start') : t('editor.keys')}</p>
        )}
      </div>
      <div className={css.scroll}>
        <div className={css.sheet} style={{ minWidth: `calc(${width}ch + 60px)` }}>
          <ol className={css.gutter} aria-hidden="true">
            {lines.map((_, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its position
              <li key={i} data-bad={i + 1 === bad || undefined}>
                {i + 1}
              </li>
            ))}
          </ol>
          {bad > 0 && (
            <p
              className={css.band}
              aria-hidden="true"
              style={{ ['--line' as string]: bad - 1, ['--after' as string]: columns(lines[bad - 1] ?? '') }}
            >
              <span>{problem && pick({ zh: problem.detail_zh, en: problem.detail_en })}</span>
            </p>
          )}
          <textarea
            ref={area}
            className={css.area}
            value={text}
            rows={lines.length}
            wrap="off"
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            readOnly={readOnly}
            aria-label={t('editor.label')}
            aria-describedby={note}
            aria-invalid={problem !== undefined}
            onChange={(e) => onChange(e.target.value)}
            onKeyDown={keys}
          />
        </div>
      </div>
    </div>
  );
}
