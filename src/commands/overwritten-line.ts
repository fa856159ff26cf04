/** A line of standard error that is written over; on a terminal only. */
export const overwrite = (text: string): boolean => process.stderr.write(`\r\u001b[K${text}`)
