using SmartPbx.Domain;

namespace SmartPbx.Functions.Hosting;

/// <summary>Answers a value in the product's JSON.</summary>
internal static class JsonAnswer
{
    public static IResult Of<T>(T value, int status = StatusCodes.Status200OK) => Results.Json(value, SmartPbxJson.Options, statusCode: status);
}
