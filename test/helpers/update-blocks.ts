/** What an assistant hands over at the end, word for word. */
export const AFTER_IMPLEMENTATION = `## New Pattern Learned (add to patterns-learned.md)
- Efficient ETL pipeline using generator expressions and pandas chunking. User appreciated the memory efficiency and clear error handling.

## Project Progress (update project-context.md)
- **Completed**: ETL pipeline with generator-based processing
- **Next**: Add data validation and reporting
- **Technical decision**: Used pandas chunking for large file support
`;

export const AFTER_PREFERENCE = `## Updated User Preference (add to user-preferences.md)
- **Error handling preference**: Likes clear exceptions and logging
- **Code organization**: Prefers modular scripts and functions
- **Documentation**: Appreciates concise docstrings and README updates
`;
