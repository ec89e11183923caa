import { z } from "zod";

/** Loose on purpose: it finds slips of the hand, not undeliverable addresses. */
export const emailSchema = z
  .string()
  .trim()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "must be an email address");

const optionalText = z.string().nullish();
const nullableText = z.string().nullable().optional();
const externalId = z.string().max(128).nullable().optional();
/** Merged key by key; null removes a key. */
const metadata = z
  .record(z.string(), z.string().nullable())
  .nullish()
  .transform((value) => value ?? undefined);

/** The writable fields of a user, and their password, which is never shown. */
export const userSchema = z.object({
  email: emailSchema,
  email_verified: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
  first_name: nullableText,
  last_name: nullableText,
  name: nullableText,
  locale: nullableText,
  external_id: externalId,
  metadata,
  password: z.string().min(1).nullish(),
});

export const userChangesSchema = userSchema
  .partial()
  .extend({ email_verified: z.boolean().optional() });

/** What a caller may write of a user; what is absent stays as it is. */
export type UserInput = z.output<typeof userChangesSchema>;

export const organizationSchema = z.object({
  name: z.string().trim().min(1),
  external_id: externalId,
  metadata,
});

export const roleChoiceSchema = z
  .object({ role_slug: z.string().optional(), role_slugs: z.array(z.string()).min(1).optional() })
  .refine(
    ({ role_slugs }) => (role_slugs?.length ?? 0) < 2,
    "has several roles: only one is allowed",
  )
  .transform(({ role_slug, role_slugs }) => ({ role_slug: role_slug ?? role_slugs?.[0] }));

export const membershipSchema = z
  .object({ user_id: z.string(), organization_id: z.string() })
  .and(roleChoiceSchema);

export const invitationSchema = z.object({
  email: emailSchema,
  organization_id: optionalText,
  role_slug: optionalText,
  expires_in_days: z.number().int().optional(),
  inviter_user_id: optionalText,
});

export type InvitationInput = z.output<typeof invitationSchema>;

export const webhookEndpointSchema = z.object({
  endpoint_url: z.string(),
  events: z.array(z.string()).min(1),
});

export const webhookEndpointChangesSchema = webhookEndpointSchema
  .partial()
  .extend({ status: z.enum(["enabled", "disabled"]).optional() });

export const eventRangeSchema = z.object({
  range_start: z.coerce.date().optional(),
  range_end: z.coerce.date().optional(),
  organization_id: z.string().optional(),
});
