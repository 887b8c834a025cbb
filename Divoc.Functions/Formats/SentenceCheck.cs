namespace Divoc.Functions.Formats;

/// <summary>Reads the sentences before the program starts, so that a wrong file stops the start and not the first verification.</summary>
internal sealed class SentenceCheck : IHostedService
{
    /// <summary>Takes the sentences: creating them is the check.</summary>
    public SentenceCheck(VerdictSentences sentences) => ArgumentNullException.ThrowIfNull(sentences);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
