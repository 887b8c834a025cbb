using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>A function that answers HTTP requests.</summary>
/// <param name="Function">How to call it.</param>
/// <param name="Route">The route as the attribute has it, without the prefix of host.json.</param>
/// <param name="Methods">The HTTP methods it takes, upper case; empty for all.</param>
/// <param name="Level">What a caller must show.</param>
internal sealed record HttpFunction(BoundFunction Function, string Route, IReadOnlyList<string> Methods, AuthorizationLevel Level);
