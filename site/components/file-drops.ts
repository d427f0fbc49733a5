/** Hands over a file that is dropped anywhere on the page. */
export function takeFileDrops(take: (file: File) => void): void {
  const { body } = document;
  const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
  document.addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    body.dataset['dropping'] = '';
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) delete body.dataset['dropping'];
  });
  document.addEventListener('drop', (event) => {
    delete body.dataset['dropping'];
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file !== undefined) take(file);
  });
}
