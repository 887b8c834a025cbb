using System.Data.Common;
using System.Net.Sockets;
using System.Security.Cryptography;
using Divoc.Functions.Issuing;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Microsoft.AspNetCore.Connections;

namespace Divoc.Functions.Hosting;

/// <summary>Says in one line why the program could not start and how to correct it.</summary>
internal static class StartupFailure
{
    /// <summary>The line for a failure that the operator can correct; null for any other, which is a fault of the program.</summary>
    public static string? Describe(Exception exception)
    {
        var lines = Causes(exception).Select(DescribeOne).OfType<string>().Distinct().ToList();
        return lines.Count == 0 ? null : string.Join(" ", lines).ReplaceLineEndings(" ");
    }

    private static string? DescribeOne(Exception exception) => exception switch
    {
        StartupException or KeyFileException or StoreSetupException or IssuingImpossibleException or SigningKeyMissingException =>
            exception.Message,
        StoreUnavailableException or QueueUnavailableException when IsBadFile(exception)
            => $"{exception.Message} Restore the file from a backup, or choose another folder with Divoc__DataDirectory.",
        StoreUnavailableException or QueueUnavailableException => exception.Message,
        OptionsValidationException invalid => $"Bad setting: {string.Join(" ", invalid.Failures)}",
        InvalidOperationException { InnerException: FormatException or ArgumentException or OverflowException } malformed
            when malformed.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal)
            => $"Bad setting: {malformed.Message} Correct or remove it (in environment variables write '__' for ':').",
        InvalidOperationException noCertificate
            when noCertificate.Message.StartsWith("Unable to configure HTTPS endpoint", StringComparison.Ordinal)
            => "An https address needs a certificate: name its file in Kestrel__Certificates__Default__Path (and its password in "
                + "__Password), or listen on an http address.",
        IOException { InnerException: AddressInUseException } inUse
            => $"{inUse.Message} Stop the program that uses it, or choose another address with --urls http://localhost:PORT.",
        InvalidDataException => $"Can't start: {exception.Message} {exception.InnerException?.Message}".TrimEnd(),
        CryptographicException
            => $"A certificate can't be used ({exception.Message}): check the file in Kestrel__Certificates__Default__Path, and the "
                + "settings __Password and __KeyPath beside it.",
        FileNotFoundException or DirectoryNotFoundException
            => $"Can't start, since a file or folder is missing: {exception.Message} Check the path in the settings, or install the "
                + "program again.",
        IOException or UnauthorizedAccessException => $"Can't start: {exception.Message}",
        SocketException refused => $"Can't listen: {refused.Message}. Choose another address with --urls or ASPNETCORE_URLS.",
        _ => null,
    };

    /// <summary>Whether a file of the data directory can't be read. The messages of other faults say themselves what to do.</summary>
    private static bool IsBadFile(Exception exception) =>
        exception.InnerException is DbException || exception.Message.Contains(" can't be opened: ", StringComparison.Ordinal);

    /// <summary>The exceptions that have a line, outermost first. What is inside a described one is left out.</summary>
    private static IEnumerable<Exception> Causes(Exception exception)
    {
        if (DescribeOne(exception) is not null)
        {
            return [exception];
        }

        if (exception is AggregateException several)
        {
            return several.InnerExceptions.SelectMany(Causes);
        }

        return exception.InnerException is { } inner ? Causes(inner) : [];
    }
}

/// <summary>
/// The program can't start. The message is one line that says what is wrong and how to correct it. It is shown without a stack trace.
/// </summary>
public sealed class StartupException(string message, Exception? innerException = null) : Exception(message, innerException);
