namespace SmartPbx.Functions.Knowledge.Extraction;

/// <summary>Sorts an item by its words; the first category that has one of its words wins.</summary>
internal static class Category
{
    private static readonly (string Name, string[] Words)[] Table =
    [
        ("refund", ["refund", "refunds", "refunded", "money back", "환불"]),
        ("exchange", ["exchange", "exchanges", "replace", "replacement", "교환"]),
        ("delivery", ["deliver", "delivery", "deliveries", "delivered", "shipping", "ship", "shipped", "parcel", "courier", "배송", "택배"]),
        ("appointment", ["appointment", "appointments", "booking", "book", "reservation", "reserve", "예약"]),
        ("instruction", ["how do i", "how can i", "how to", "step", "press", "install", "방법"]),
        ("product", ["product", "products", "price", "model", "size", "color", "colour", "warranty", "stock", "제품", "상품", "가격"]),
        ("information", ["open", "opens", "close", "closed", "hours", "address", "where", "when", "parking", "branch", "phone", "영업", "주소", "주차", "시간"]),
    ];

    public static string Of(string question, string answer) =>
        Table.FirstOrDefault(row => Phrases.ContainsAny($"{question} {answer}", row.Words)).Name ?? "other";
}
