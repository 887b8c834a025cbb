using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats;

/// <summary>Looks whether the certificates of the signing keys fit what is signed, and will for some time: at start and once a day. What is wrong is a warning in the log; nothing is stopped.</summary>
/// <param name="rules">What the formats want.</param>
/// <param name="services">Opens the keys when they are first asked for: a missing key file must not be made before the host has looked for it.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where warnings go.</param>
public sealed partial class SignerWatch(IEnumerable<ISignerRule> rules, IServiceProvider services, TimeProvider time, ILogger<SignerWatch> logger)
{
    /// <summary>Looks once. Where no format is set up that needs certificates, the keys are not asked for.</summary>
    /// <exception cref="SigningKeyUnavailableException">The keys are not known and can't be asked for.</exception>
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
            if (finding.MayBeMeant)
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

/// <summary>Has <see cref="SignerWatch"/> look at start, when the host has found its keys. Where they can't be asked for, the look of the day tells.</summary>
internal sealed class SignerCheck(SignerWatch watch) : BackgroundService
{
    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A look that fails must not end the program; the next one comes within a day.")]
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await watch.LookAsync(stoppingToken);
        }
        catch (Exception)
        {
            // Readiness tells that the keys are out of reach.
        }
    }
}
