using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Downbeat.Worker.Tests.Support;

/// <summary>Keeps what is logged.</summary>
internal sealed class LogLines : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider? _scopes;

    public ConcurrentQueue<LogLine> All { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public IEnumerable<LogLine> Of(int eventId) => All.Where(line => line.EventId == eventId);

    public void Dispose()
    {
    }

    private sealed class Logger(LogLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scope = new List<string>();
            lines._scopes?.ForEachScope(static (value, texts) => texts.Add(value?.ToString() ?? ""), scope);
            lines.All.Enqueue(new LogLine(category, logLevel, eventId.Id, formatter(state, exception), exception, string.Join(" ", scope)));
        }
    }
}

internal sealed record LogLine(string Category, LogLevel Level, int EventId, string Text, Exception? Exception, string Scope);
