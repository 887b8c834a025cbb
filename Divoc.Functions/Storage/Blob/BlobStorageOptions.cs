namespace Divoc.Functions.Storage.Blob;

/// <summary>Settings of the store in Azure Blob storage. Either the connection string or the account's address is set.</summary>
public sealed class BlobStorageOptions
{
    public const string SectionName = "Divoc:Storage";

    /// <summary>
    /// A connection string, such as <c>UseDevelopmentStorage=true</c> for Azurite. Default empty: an account in Azure is better reached by its
    /// address and an identity, so that no key lies about.
    /// </summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The account's address, such as <c>https://account.blob.core.windows.net</c>; access is by the identity of the program. Default empty.</summary>
    public string AccountUrl { get; set; } = "";

    /// <summary>How often a call is repeated after a fault of the network or the account, 0 to 10. Default 3: short faults pass unseen, longer ones are left to the queue's retries.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>How long one try waits for the network, 1 second to 5 minutes. Default 10 seconds: an artifact of some ten kilobytes takes a few milliseconds.</summary>
    public TimeSpan NetworkTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a call may take with all its tries, 1 second to 10 minutes. Default 30 seconds: a caller over HTTP is answered before it gives up, and
    /// the message that waits keeps its lock.
    /// </summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the settings name an account.</summary>
    public static bool AreSet(IConfiguration configuration)
    {
        var section = configuration.GetSection(SectionName);
        return !string.IsNullOrWhiteSpace(section[nameof(ConnectionString)]) || !string.IsNullOrWhiteSpace(section[nameof(AccountUrl)]);
    }
}
