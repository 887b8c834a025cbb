using Azure.Storage.Blobs;

namespace Divoc.Functions.Storage.Blob;

/// <summary>Refuses settings of the Blob store that can't work. No message repeats a connection string, because it has a key.</summary>
internal sealed class BlobStorageOptionsValidator : IValidateOptions<BlobStorageOptions>
{
    private const string ConnectionString = $"{BlobStorageOptions.SectionName}:{nameof(BlobStorageOptions.ConnectionString)}";
    private const string AccountUrl = $"{BlobStorageOptions.SectionName}:{nameof(BlobStorageOptions.AccountUrl)}";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, BlobStorageOptions options)
    {
        var faults = new List<string>();
        faults.AddRange(AccountProblems(options));
        if (options.MaxRetries is < 0 or > 10)
        {
            faults.Add($"{BlobStorageOptions.SectionName}:{nameof(BlobStorageOptions.MaxRetries)} must be 0 to 10.");
        }

        CheckTime(nameof(BlobStorageOptions.NetworkTimeout), options.NetworkTimeout, TimeSpan.FromMinutes(5), faults);
        CheckTime(nameof(BlobStorageOptions.CallTimeout), options.CallTimeout, TimeSpan.FromMinutes(10), faults);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> AccountProblems(BlobStorageOptions options)
    {
        return (string.IsNullOrWhiteSpace(options.ConnectionString), string.IsNullOrWhiteSpace(options.AccountUrl)) switch
        {
            (true, true) => [$"{ConnectionString} (for Azurite: UseDevelopmentStorage=true) or {AccountUrl} (such as "
                + "https://account.blob.core.windows.net) must be set."],
            (false, false) => [$"Only one of {ConnectionString} and {AccountUrl} may be set."],
            (false, true) => IsConnectionString(options.ConnectionString)
                ? []
                : [$"{ConnectionString} is not a connection string of a storage account."],
            _ => IsAccountUrl(options.AccountUrl)
                ? []
                : [$"{AccountUrl} must be an https address without a query, such as https://account.blob.core.windows.net."],
        };
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new BlobServiceClient(text).Uri.IsAbsoluteUri;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>A token is sent only over https.</summary>
    private static bool IsAccountUrl(string text)
    {
        return Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address.Scheme == Uri.UriSchemeHttps
            && address.Query.Length == 0
            && address.UserInfo.Length == 0;
    }

    private static void CheckTime(string setting, TimeSpan value, TimeSpan longest, List<string> faults)
    {
        if (value < TimeSpan.FromSeconds(1) || value > longest)
        {
            faults.Add($"{BlobStorageOptions.SectionName}:{setting} must be from 00:00:01 to {longest:c}.");
        }
    }
}
