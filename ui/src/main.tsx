import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { start } from './app/start';

const root = document.getElementById('root');
void start().then(() => root && createRoot(root).render(<App />));
