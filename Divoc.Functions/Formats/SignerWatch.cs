using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats;

/// <summary>
/// Checks whether the certificates of the signing keys fit the issued types, now and for some time: at start and once a day. Problems are
/// warnings in the log; nothing is stopped.
/// </summary>
/// <param name="rules">The requirements of the formats.</param>
/// <param name="services">Creates the keys at first use: a missing key file must not be made before the host has searched for it.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log for warnings.</param>
public sealed partial class SignerWatch(
    IEnumerable<ISignerRule> rules, IServiceProvider services, TimeProvider time, ILogger<SignerWatch> logger)
{
    /// <summary>Checks once. If no format that needs certificates is set up, the keys are not read.</summary>
    /// <exception cref="SigningKeyUnavailableException">The keys are not known and can't be read.</exception>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var used = rules.Where(rule => rule.IsInUse).ToList();
        if (used.Count == 0)
        {
            return;
        }

        var published = await services.GetRequiredService<ISigningKeys>().GetPublishedKeysAsync(cancellationToken);
        foreach (var finding in used.SelectMany(rule => rule.Judge(published, time.GetUtcNow())))
        {
            if (finding.MayBeIntended)
            {
                Log.LeftOut(logger, finding.Text);
            }
            else
            {
                Log.Found(logger, finding.Text);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1201, Level = LogLevel.Warning, Message = "Signer certificates: {Finding}")]
        public static partial void Found(ILogger logger, string finding);

        [LoggerMessage(EventId = 1202, Level = LogLevel.Warning, Message = "Signer certificates: {Finding}")]
        public static partial void LeftOut(ILogger logger, string finding);
    }
}

/// <summary>
/// Runs <see cref="SignerWatch"/> at start, when the host has found its keys. If they can't be read, the daily check reports.
/// </summary>
internal sealed class SignerCheck(SignerWatch watch) : BackgroundService
{
    /// <inheritdoc/>
    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "A look that fails must not end the program; the next one comes within a day.")]
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await watch.LookAsync(stoppingToken);
        }
        catch (Exception)
        {
            // The readiness check reports that the keys can't be reached.
        }
    }
}
