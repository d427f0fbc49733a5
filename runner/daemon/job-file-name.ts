/** Hidden files and what editors leave for a moment (`.x.swp`, `#x#`, `~x`, `x~`) are none. */
const JOB_FILE_NAME = /^[^\p{C}/\\.#~-][^\p{C}/\\]{0,150}\.(jsonc?|ya?ml)$/iu;

/** Whether a name in the drop folder is a job file's; such a name is safe in a path, too. */
export function isJobFileName(name: string): boolean {
  return JOB_FILE_NAME.test(name);
}
