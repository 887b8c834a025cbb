using System.Text.RegularExpressions;
using Divoc.Functions.Formats.Divoc.Judging;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>Refuses settings that would make credentials whose signature protects nothing.</summary>
public sealed class CredentialOptionsValidator : IValidateOptions<CredentialOptions>
{
    private const int ShortestSalt = 32;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, CredentialOptions options)
    {
        (string Setting, string Value)[] addresses =
        [
            (nameof(CredentialOptions.BaseUrl), options.BaseUrl),
            (nameof(CredentialOptions.TestBaseUrl), options.TestBaseUrl),
            (nameof(CredentialOptions.RecoveryBaseUrl), options.RecoveryBaseUrl),
            (nameof(CredentialOptions.InfoBaseUrl), options.InfoBaseUrl),
            (nameof(CredentialOptions.FeedbackBaseUrl), options.FeedbackBaseUrl),
        ];
        List<string> failures = [.. addresses
            .Where(address => !Uri.TryCreate(address.Value, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            .Select(
                address => $"{CredentialOptions.SectionName}:{address.Setting} must be an absolute URL, "
                    + $"such as https://health.example.org/{address.Setting}/.")];
        failures.AddRange(CredentialKind.ProblemsOf(options));
        if (!IsPattern(options.IdentityRejectionPattern))
        {
            failures.Add(
                $"{CredentialOptions.SectionName}:{nameof(CredentialOptions.IdentityRejectionPattern)} must be a regular "
                + "expression, such as ^NA$|^.?$.");
        }

        if (!Enum.IsDefined(options.SubjectId))
        {
            failures.Add($"{CredentialOptions.SectionName}:{nameof(CredentialOptions.SubjectId)} must be one of "
                + $"{string.Join(", ", Enum.GetNames<SubjectIdForm>())}.");
        }

        if (options.SubjectId == SubjectIdForm.Hashed && options.SubjectIdSalt.Length < ShortestSalt)
        {
            failures.Add($"{CredentialOptions.SectionName}:{nameof(CredentialOptions.SubjectIdSalt)} must be a secret of at least "
                + $"{ShortestSalt} characters if {nameof(CredentialOptions.SubjectId)} is {nameof(SubjectIdForm.Hashed)}.");
        }

        failures.AddRange(options.OmittedFields.Where(field => !OptionalFields.Names.Contains(field))
            .Select(field => $"{CredentialOptions.SectionName}:{nameof(CredentialOptions.OmittedFields)} has '{field}', which can't be "
                + $"left out. These fields can: {string.Join(", ", OptionalFields.Names)}."));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsPattern(string text)
    {
        try
        {
            _ = new Regex(text, RegexOptions.CultureInvariant);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
