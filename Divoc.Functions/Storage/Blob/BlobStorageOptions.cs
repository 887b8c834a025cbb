namespace Divoc.Functions.Storage.Blob;

/// <summary>Settings of the store in Azure Blob storage. Either the connection string or the account's address is set.</summary>
public sealed class BlobStorageOptions
{
    public const string SectionName = "Divoc:Storage";

    /// <summary>
    /// The connection string of the Blob storage account in which artifacts are stored; <c>UseDevelopmentStorage=true</c> for Azurite. For
    /// an account in Azure use <see cref="AccountUrl"/>: then no key stands in the settings.
    /// </summary>
    /// <value>connection string of a storage account</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// The address of the Blob storage account. The program uses its own identity, which needs the role Storage Blob Data Contributor.
    /// </summary>
    /// <value>https URL, such as <c>https://account.blob.core.windows.net</c></value>
    public string AccountUrl { get; set; } = "";

    /// <summary>How often a failed call to Blob storage is repeated. Longer outages are left to the retries of the queue.</summary>
    /// <value>0 to 10</value>
    public int MaxRetries { get; set; } = 3;

    /// <summary>How long one try of a call to Blob storage may take.</summary>
    /// <value>1 second to 5 minutes</value>
    /// <remarks>An artifact of some ten kilobytes takes a few milliseconds.</remarks>
    public TimeSpan NetworkTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a call to Blob storage may take with all its tries.</summary>
    /// <value>1 second to 10 minutes</value>
    /// <remarks>With the default a caller over HTTP is answered before it gives up, and the message that waits keeps its lock.</remarks>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the settings name an account.</summary>
    public static bool AreSet(IConfiguration configuration)
    {
        var section = configuration.GetSection(SectionName);
        return !string.IsNullOrWhiteSpace(section[nameof(ConnectionString)]) || !string.IsNullOrWhiteSpace(section[nameof(AccountUrl)]);
    }
}
