using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// Opens the signing keys at start, and stops the start if a key is missing on which others rely. A new key is made only after that;
/// otherwise a refused start would leave a key that the next start would take for the old one. Runs when the store can be used and before
/// the program listens.
/// </summary>
internal sealed partial class KeyCheck(
    IServiceProvider services, RememberedKeyList remembered, AccessControl access, ILogger<KeyCheck> logger) : IHostedLifecycleService
{
    /// <inheritdoc/>
    /// <exception cref="SigningKeyMissingException">A key is missing.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        WarnOfOpenAccessKeys();
        try
        {
            await CheckAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is SigningKeyUnavailableException or NewerFormException)
        {
            // A vault is not available, or a newer version of the program runs too: nothing is issued until all keys have been found. The
            // readiness check reports it.
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var keys = await remembered.ReadAsync(cancellationToken);
        var needed = keys.Where(key => key.IsNeeded).ToList();
        if (needed.Count > 0 && services.GetService<KeyFilePlace>() is { HasKey: false })
        {
            throw new SigningKeyMissingException(needed);
        }

        var signing = services.GetRequiredService<ISigningKeys>();
        var missing = await services.GetRequiredService<SigningKeyCheck>().FindMissingAsync(cancellationToken);
        if (missing.Count > 0)
        {
            throw new SigningKeyMissingException(missing);
        }

        if (keys.Where(key => key.MadeByProgram).ToList() is { Count: > 0 } made)
        {
            var published = (await signing.GetPublishedKeysAsync(cancellationToken)).Select(key => key.KeyId).ToList();
            foreach (var gone in made.Where(key => !published.Contains(key.Kid)))
            {
                Log.OwnKeyIsGone(logger, gone.Kid, gone.RememberedAt);
            }
        }
    }

    /// <summary>The group may read them, because a cluster mounts secrets that way.</summary>
    private void WarnOfOpenAccessKeys()
    {
        const UnixFileMode others = UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        if (access.KeysPath is { } path && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & others) != 0)
        {
            Log.AccessKeysAreOpen(logger, path);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 151, Level = LogLevel.Warning, Message = "The key {Kid} is missing. This program made it for its own "
            + "machine, and it has signed since {Since:u}. What it signed still verifies here; new certificates are signed with "
            + "another key. To end this warning, restore the file of the key from a backup.")]
        public static partial void OwnKeyIsGone(ILogger logger, string kid, DateTimeOffset since);

        [LoggerMessage(EventId = 152, Level = LogLevel.Warning, Message = "Other users can read the access keys {File}. Allow only this "
            + "program's user to read the file (chmod 600).")]
        public static partial void AccessKeysAreOpen(ILogger logger, string file);
    }
}
