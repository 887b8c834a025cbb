using Divoc.Functions.Domain;

namespace Divoc.Functions.Triggers;

/// <summary>The members of a problem document as they are written.</summary>
internal sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    ProblemCode Code,
    string Message,
    IReadOnlyList<ValidationMessage>? Errors);
