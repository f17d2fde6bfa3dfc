import css from './Tabs.module.css';

interface Props<K extends string> {
  label: string;
  tabs: readonly { key: K; name: string }[];
  active: K;
  onChange: (key: K) => void;
}

/** Views of one list: a row of buttons of which one is pressed. What it shows is below, and says so itself. */
export function Tabs<K extends string>({ label, tabs, active, onChange }: Props<K>) {
  return (
    <fieldset className={css.tabs}>
      <legend className="visually-hidden">{label}</legend>
      {tabs.map((t) => (
        <button key={t.key} type="button" aria-pressed={t.key === active} onClick={() => onChange(t.key)}>
          {t.name}
        </button>
      ))}
    </fieldset>
  );
}
