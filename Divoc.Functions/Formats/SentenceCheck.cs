namespace Divoc.Functions.Formats;

/// <summary>Has the sentences read before the program starts, so that a file that can't be used ends the start and not the first verification.</summary>
internal sealed class SentenceCheck : IHostedService
{
    /// <summary>Takes the sentences: that they could be made is the check.</summary>
    public SentenceCheck(VerdictSentences sentences) => ArgumentNullException.ThrowIfNull(sentences);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
