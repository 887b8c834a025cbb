namespace Divoc.Functions.Hosting.Embedded;

/// <summary>The content of <c>keys.json</c>.</summary>
/// <param name="FunctionKey">Opens functions of level Function.</param>
/// <param name="AdminKey">Opens all functions.</param>
internal sealed record AccessKeyFile(string FunctionKey, string AdminKey);
