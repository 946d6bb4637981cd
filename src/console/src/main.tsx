import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { QueryClientProvider } from '@tanstack/react-query';
import { App } from '@/app/App';
import { createQueries } from '@/app/queries';
import { applyLanguage } from '@/shared/i18n/language';
import { applyTheme } from '@/shared/theme/theme';
import './styles.css';

applyTheme();
applyLanguage();

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={createQueries()}><App /></QueryClientProvider>
  </StrictMode>,
);
